// Package chart draws scores of runs: a panel for each set, a bar with its interval for each run, as PNG, or as a page of HTML with the drawing and the tables in it. It computes nothing.
package chart
