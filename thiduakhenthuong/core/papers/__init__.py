"""Papers in the layout of Decree 30, shared by every app: what they say (headed), how lines break (lines), what templates
print (layout), their Word parts (word). Which papers there are, each app says in its own `documents`."""
