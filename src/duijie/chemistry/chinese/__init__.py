"""Chinese chemical names: a grammar of nomenclature that needs nothing but RDKit."""





