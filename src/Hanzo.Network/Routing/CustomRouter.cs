using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Guests;
using Hanzo.Network.Placement;
using Hanzo.Network.State;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Routing;

/// <summary>Picks the agent of a run by code of your own. It must not wait.</summary>
/// <param name="agents">Those that the network offers.</param>
/// <param name="state">The prompt and what the request says besides.</param>
/// <param name="peers">The nodes, by id, with capabilities, load and health.</param>
/// <returns>One of the agents; null: none suits.</returns>
public delegate Agent? RouterDelegate(ImmutableArray<Agent> agents, PlacementState state, ImmutableArray<RoutePeer> peers);

/// <summary>Names the agent of a run by what the network shares.</summary>
/// <returns>The agent's name; null: none suits.</returns>
public delegate Task<string?> StateRouterDelegate(INetworkState state, string query, CancellationToken cancellation);

/// <summary>Asks a delegate. When it throws, or names an agent that is not offered, nobody is picked, and the reason is told.</summary>
public sealed class CustomRouter(string name, RouterDelegate choose) : IRouter
{
    public string Name => name;

    public ValueTask<RouteDecision> RouteAsync(RouteQuery query, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        string? chosen = null;
        var failure = "named no agent";
        try
        {
            chosen = choose(query.Agents, new PlacementState(query.Input) { Context = query.Context }, query.Peers)?.Name.Value;
        }
        catch (Exception error)
        {
            failure = RouteFailure.TextOf(error);
        }

        return ValueTask.FromResult(NamedChoice.Decide(query, name, chosen, "", failure));
    }
}

/// <summary>
/// Asks a delegate over the network's shared state, such as one that keeps who is on duty there. Same state and prompt, same agent. It
/// may take <paramref name="timeout"/> (5 s); when it takes longer, throws, or names an agent that is not offered, nobody is picked,
/// and the reason is told.
/// </summary>
/// <param name="log">Told what the delegate does wrong when nobody waits for it any more.</param>
public sealed class StateRouter(
    StateRouterDelegate choose, TimeProvider time, TimeSpan? timeout = null, ILogger<StateRouter>? log = null) : IRouter
{
    private readonly GuestCall _guests = new(time, log);
    private readonly TimeSpan _timeout = timeout ?? TimeSpan.FromSeconds(5);

    public string Name => "state";

    public async ValueTask<RouteDecision> RouteAsync(RouteQuery query, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (query.State is not { } state) return NamedChoice.Decide(query, Name, null, "", "has no state to go by");
        try
        {
            var chosen = await _guests.WithinAsync(
                "the state router", _timeout, token => choose(state, query.Input, token), cancellation);
            return NamedChoice.Decide(query, Name, chosen, "", "named no agent");
        }
        catch (Exception error)
        {
            cancellation.ThrowIfCancellationRequested();
            return NamedChoice.Decide(query, Name, null, "", RouteFailure.TextOf(error));
        }
    }
}
