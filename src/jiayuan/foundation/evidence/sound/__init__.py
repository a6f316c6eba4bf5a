"""Recordings of a voice: told by their content, and written anew with nothing in them but sound.

Each format has a file of its own with two functions: ``is_it(data)`` and ``rewrite(data)``. No decoder is run over
what strangers send: the containers are read, what is not needed to play them is left out, and what cannot be read is
refused.
"""
