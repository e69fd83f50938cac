namespace Hanzo.Network.Simulation.Faults;

/// <summary>The kind of place that the network is in: decides its addresses, latencies and which faults are frequent.</summary>
public enum SimulatedEnvironment
{
    /// <summary>All nodes on one machine, on loopback: processes crash, the network does not.</summary>
    OneMachine,

    /// <summary>Machines on one subnet, with Wi-Fi: loss, sleep, clocks off.</summary>
    Home,

    /// <summary>Servers: partitions, power, disks.</summary>
    Rack,

    /// <summary>Machines far apart behind firewalls: latency, one-way links, lying refusals.</summary>
    Wide,
}
