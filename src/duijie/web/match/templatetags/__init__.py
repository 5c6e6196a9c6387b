"""Parts of pages that speak of proposals."""
