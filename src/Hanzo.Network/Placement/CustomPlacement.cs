using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Placement;

/// <summary>Chooses the node of a new session. It must not wait: every new session of its network does meanwhile.</summary>
/// <param name="agents">The agents that the run is for.</param>
/// <param name="peers">The nodes that may run it, by id; at least one.</param>
/// <returns>One of the peers; null leaves the choice to the default strategy.</returns>
public delegate PlacementPeer? PlacementDelegate(
    ImmutableArray<Agent> agents, PlacementState state, ImmutableArray<PlacementPeer> peers);

/// <param name="Query">The input of the run.</param>
public sealed record PlacementState(string Query)
{
    public static readonly ImmutableSortedDictionary<string, string> NoContext =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>What the request says besides.</summary>
    public ImmutableSortedDictionary<string, string> Context { get; init; } = NoContext;
}

/// <summary>A node as a delegate sees it.</summary>
/// <param name="CurrentLoad">Runs there by its capacity: 0 idle, 1 full, more when runs wait.</param>
/// <param name="Verdict">All that placement knows of it.</param>
public sealed record PlacementPeer(string Id, PeerCapabilities Capabilities, double CurrentLoad, NodeVerdict Verdict);

/// <param name="Memory">Megabytes of main memory; null means unknown.</param>
/// <param name="Device">The rest: GPUs, processor, labels.</param>
public sealed record PeerCapabilities(Flops Flops, long? Memory, DeviceCapabilities Device);

/// <summary>A placement strategy of the user, chosen by its name.</summary>
public sealed record CustomPlacement
{
    private const int MaxFailureText = 200;

    /// <exception cref="ArgumentException">The name is not of the form of an agent's name, or one of the built-in strategies'.</exception>
    public CustomPlacement(string name, PlacementDelegate choose)
    {
        if (!AgentName.TryParse(name, out _))
            throw new ArgumentException($"placement '{name}' is not a name; it must match {AgentName.AllowedForm}.", nameof(name));
        if (PlacementNames.Parse(name) is not null)
            throw new ArgumentException($"placement '{name}' is built in, as are {PlacementNames.Allowed}.", nameof(name));
        (Name, Choose) = (name, choose);
    }

    public string Name { get; }

    public PlacementDelegate Choose { get; }

    /// <summary>The id of the node it chose, or what went wrong: whatever a user's code does, the run is placed.</summary>
    internal (string? Node, string Failure) Ask(ImmutableArray<Agent> agents, PlacementState state, ImmutableArray<NodeVerdict> nodes)
    {
        try
        {
            var chosen = Choose(agents, state, [.. nodes.Select(ToPeer)])?.Id;
            return (chosen, chosen is null ? "named no node" : $"named '{chosen}', which is none of its candidates");
        }
        catch (Exception error)
        {
            var message = error.Message.Length <= MaxFailureText ? error.Message : $"{error.Message[..MaxFailureText]}…";
            return (null, $"failed with {error.GetType().Name}: {message}");
        }
    }

    private static PlacementPeer ToPeer(NodeVerdict node)
    {
        var device = node.View.Device;
        var load = (double)node.Score.Before / node.Score.Capacity;
        return new PlacementPeer(node.Node, new PeerCapabilities(device.Flops, device.MemoryMb, device), load, node);
    }
}
