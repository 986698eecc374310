"""Forms made from the declarations: what each field is asked with, how what was typed is read, and how a mistake is told."""
