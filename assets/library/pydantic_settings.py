"""What pydantic-settings does, as its documentation says: https://docs.pydantic.dev/latest/concepts/pydantic_settings/"""

from pydantic import BaseSettings

__all__ = ["BaseSettings", "SettingsConfigDict"]

SettingsConfigDict = dict
