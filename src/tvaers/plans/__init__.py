"""Plans: goals in the young person's words, and tasks owned in several organisations (plan, mål, opgaver)."""
