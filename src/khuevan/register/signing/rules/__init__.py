"""Pure parts of signing: who may sign, DER, CMS, the text of XML signatures."""

from .standing import Posting, Standing, Stead, standing_of

__all__ = ["Posting", "Standing", "Stead", "standing_of"]
