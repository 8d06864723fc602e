"""From a draft to what learners see: read by somebody else, published now or at a time, told to who finished before."""
