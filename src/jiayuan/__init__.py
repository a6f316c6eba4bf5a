"""Jiayuan 家园: the platform with which a city district runs its neighbourhoods."""

__version__ = "0.1.0"
