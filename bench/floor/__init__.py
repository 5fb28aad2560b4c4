"""What Django itself costs here: a plain page and a plain form, written as its tutorial would."""
