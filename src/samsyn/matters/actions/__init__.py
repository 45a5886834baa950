"""What happens to matters: prepared together, decided apart, in force."""
