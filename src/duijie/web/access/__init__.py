"""The doors: who may do what to which object, said in one place."""
