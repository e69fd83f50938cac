using Hanzo.Network.Agents;
using Hanzo.Network.InProcess;
using Hanzo.Network.State;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Tests.InProcess;

/// <summary>A network in this process as a host would build it, on a clock that the test moves.</summary>
internal static class LocalNetwork
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    public static AgentNetwork Create(
        IChatClient? model = null, IEventStore? store = null, TimeProvider? time = null, Action<INetworkBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time ?? new ManualTime());
        if (store is not null) services.AddSingleton(store);
        services.AddInProcessNetwork(network =>
        {
            foreach (var agent in BuiltInAgents.All) network.AddAgent(agent);
            if (model is not null) network.UseChatClient(model);
            configure?.Invoke(network);
        });
        return services.BuildServiceProvider().GetRequiredService<AgentNetwork>();
    }

    public static async Task<List<RunEvent>> ToListAsync(this IAsyncEnumerable<RunEvent> events)
    {
        using var limit = new CancellationTokenSource(Bound);
        var list = new List<RunEvent>();
        await foreach (var @event in events.WithCancellation(limit.Token)) list.Add(@event);
        return list;
    }
}
