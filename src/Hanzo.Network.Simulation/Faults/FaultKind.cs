namespace Hanzo.Network.Simulation.Faults;

/// <summary>What the world can do to the network. Nodes are counted from 0.</summary>
public enum FaultKind
{
    /// <summary>Node's process is killed; peers see its connections reset; it starts again when the fault is over.</summary>
    Crash,

    /// <summary>Node's machine goes dark: unsynced writes are lost, peers see nothing; it starts again when the fault is over.</summary>
    PowerLoss,

    /// <summary>Node leaves in order and comes back when the fault is over.</summary>
    Leave,

    /// <summary>Node's process is stopped (SIGSTOP); clocks go on.</summary>
    Pause,

    /// <summary>Node's machine sleeps: process and monotonic clock stop, the wall clock jumps on waking.</summary>
    Sleep,

    /// <summary>Nothing passes between Node's side and the rest; Amount is the bit set of the nodes on Node's side.</summary>
    Partition,

    /// <summary>Nothing passes from Node to Other; the way back is open.</summary>
    OneWay,

    /// <summary>Amount ms more latency on all that Node sends.</summary>
    SlowLink,

    /// <summary>Amount (0 to 1) of the datagrams between all nodes are lost.</summary>
    DatagramLoss,

    /// <summary>Amount (0 to 1) of the datagrams between all nodes arrive twice.</summary>
    DatagramDuplication,

    /// <summary>All streams between Node and Other are reset once.</summary>
    BreakStreams,

    /// <summary>The streams open now between Node and Other swallow everything from now on; no end hears of it.</summary>
    HalfOpen,

    /// <summary>A firewall answers Node's dials to Other with a refusal though Other lives; open streams go on.</summary>
    LyingRefusal,

    /// <summary>As Crash, but meanwhile something else listens on Node's address: it accepts and says nothing that anyone knows.</summary>
    ReusedAddress,

    /// <summary>Node's clocks run by the factor Amount (0.9 to 1.1).</summary>
    ClockDrift,

    /// <summary>Node's wall clock jumps by Amount seconds, back at the end.</summary>
    ClockJump,

    /// <summary>The journal's disk takes Amount times as long.</summary>
    SlowDisk,

    /// <summary>Writes to the journal's disk fail: no space.</summary>
    FullDisk,

    /// <summary>Reads and writes of the journal's disk fail.</summary>
    FailingDisk,

    /// <summary>The journal's machine goes dark and comes back at the end: unsynced writes are lost.</summary>
    JournalPowerLoss,

    /// <summary>Models take Amount seconds more.</summary>
    SlowModel,

    /// <summary>Amount (0 to 1) of the model calls fail.</summary>
    FailingModel,

    /// <summary>Tools take Amount seconds more.</summary>
    SlowTool,

    /// <summary>Amount (0 to 1) of the tool calls fail.</summary>
    FailingTool,

    /// <summary>Somebody drains Node, with a timeout of Amount s: then it leaves, and comes back when the fault is over.</summary>
    Drain,

    /// <summary>Somebody asks for the Amount-th of the slots that Node has to move to Other; counted round, from 1.</summary>
    Migrate,
}
