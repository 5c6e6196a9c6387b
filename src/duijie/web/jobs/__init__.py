"""Work that takes longer than a page may: started, followed, cancelled, remembered."""
