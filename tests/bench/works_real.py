def works(stage):
    return iter(())
