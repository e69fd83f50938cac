using Hanzo.Network.Agents;
using Hanzo.Network.Guests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Routing;

public static class RouterBuilderExtensions
{
    /// <summary>
    /// The router of runs that name no agent; the last that is given counts. When it throws, or takes more than 60 s, nobody is picked, and
    /// the run is refused with the reason.
    /// </summary>
    public static INetworkBuilder UseRouter(this INetworkBuilder builder, IRouter router) => builder.UseRouter(_ => router);

    /// <inheritdoc cref="UseRouter(INetworkBuilder, IRouter)"/>
    public static INetworkBuilder UseRouter(this INetworkBuilder builder, Func<IServiceProvider, IRouter> create)
    {
        builder.Services.AddSingleton<IRouter>(services => new GuestRouter(
            create(services), new GuestCall(services.GetRequiredService<TimeProvider>(), services.GetService<ILogger<GuestRouter>>())));
        return builder;
    }

    /// <summary>Made of what the host has: embeddings, models, tools.</summary>
    /// <inheritdoc cref="UseRouter(INetworkBuilder, IRouter)"/>
    public static INetworkBuilder UseRouter(this INetworkBuilder builder, RouterPlan plan)
    {
        builder.Services.AddSingleton(services => RouterFactory.Create(services, plan));
        return builder;
    }

    /// <summary>A router of your own.</summary>
    /// <inheritdoc cref="UseRouter(INetworkBuilder, IRouter)"/>
    public static INetworkBuilder UseRouter(this INetworkBuilder builder, string name, RouterDelegate choose) =>
        builder.UseRouter(new CustomRouter(name, choose));

    /// <summary>One that goes by the network's shared state.</summary>
    /// <inheritdoc cref="UseRouter(INetworkBuilder, IRouter)"/>
    public static INetworkBuilder UseStateRouter(this INetworkBuilder builder, StateRouterDelegate choose) =>
        builder.UseRouter(services => new StateRouter(
            choose, services.GetRequiredService<TimeProvider>(), log: services.GetService<ILogger<StateRouter>>()));
}
