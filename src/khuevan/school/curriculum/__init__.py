"""What is taught: grades, subjects, programmes of education as versioned data."""
