"""The peer: the same interviews in Django REST framework with encrypted fields, as its users build them. It judges and logs nothing."""
