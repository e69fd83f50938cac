namespace Hanzo.Network.Memory;

/// <summary>Whom what an agent remembers of a run may reach later.</summary>
public enum MemoryScope
{
    /// <summary>Runs of the same user with the same agent; of a run that names no user, its session.</summary>
    User,

    /// <summary>Runs of the same session.</summary>
    Session,

    /// <summary>Everybody who talks to the agent.</summary>
    Agent,

    /// <summary>Everybody who talks to an agent whose memory is the network's.</summary>
    Network,
}
