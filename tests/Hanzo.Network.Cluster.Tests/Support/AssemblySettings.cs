// Most of these tests wait for clusters on real sockets and timers, each on ports of its own, rather than compute.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
