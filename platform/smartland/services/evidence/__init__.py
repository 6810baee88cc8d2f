"""Competences that documents show, proposed to those whom they concern."""
