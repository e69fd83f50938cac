using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Models;

/// <summary>The models that nodes serve each other.</summary>
public interface INetworkModels
{
    /// <summary>Of all nodes that can be asked now, this one included.</summary>
    ImmutableArray<NetworkModel> Current { get; }

    /// <summary>Asks the node that serves the model; its failures are <see cref="ModelException"/>s.</summary>
    IChatClient ClientFor(NetworkModel model);
}

/// <summary>What a node knows of models that it can ask itself; it changes as servers come and go.</summary>
public interface IModelSources
{
    /// <summary>Providers that a person named, from the first choice to the last.</summary>
    ImmutableArray<ModelSource> Named { get; }

    /// <summary>Servers found on this machine.</summary>
    ImmutableArray<ModelSource> Found { get; }

    /// <summary>What of it this node tells others; the same values as long as nothing of note has changed.</summary>
    ImmutableArray<ServedModel> Served { get; }
}
