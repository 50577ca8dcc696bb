# Harmonia

