"""Parts of pages that speak of what has been published."""
