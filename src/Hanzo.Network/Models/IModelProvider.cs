using Hanzo.Network.Agents;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Models;

/// <summary>Gives each agent the model it is to ask.</summary>
public interface IModelProvider
{
    ModelChoice For(Agent agent);

    /// <summary>A sentence for <c>status</c>, such as that no model is configured; null: nothing to say.</summary>
    string? Notice { get; }
}

public sealed record ModelChoice(string Name, IChatClient Client);
