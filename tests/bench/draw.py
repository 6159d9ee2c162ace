def pictures(result):
    return {}
