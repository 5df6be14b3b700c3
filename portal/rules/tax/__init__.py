"""Withholding of tax from payments."""
