"""The demo: two invented municipalities with their partners, people and trajectories, around the day it is loaded."""
