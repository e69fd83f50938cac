// Each test runs whole clusters on real sockets and timers; side by side they would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
