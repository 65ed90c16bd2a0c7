"""Coming in and going out: sign-in, second factors, outside providers, and being the provider of others."""
