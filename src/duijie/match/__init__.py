"""Match (匹配): how well each expert suits each need."""
