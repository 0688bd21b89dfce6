"""Who acts: one file per kind of agent, its columns and its verbs."""
