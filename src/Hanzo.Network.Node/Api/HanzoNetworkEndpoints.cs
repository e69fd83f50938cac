using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Feed;
using Hanzo.Network.Node.Completions;

namespace Hanzo.Network.Node.Api;

/// <summary>The HTTP interface of a node.</summary>
public static class HanzoNetworkEndpoints
{
    /// <summary>
    /// Maps <c>/health</c> and <c>/v1</c> over the registered <see cref="IAgentNetwork"/>. Conventions added to the
    /// returned group apply to all of it.
    /// </summary>
    public static RouteGroupBuilder MapHanzoNetwork(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("");
        group.AddEndpointFilter(new ProblemFilter());
        HealthEndpoints.Map(group);
        NetworkEndpoints.Map(group);
        DoctorEndpoint.Map(group);
        AgentEndpoints.Map(group);
        PlacementEndpoint.Map(group);
        MigrationEndpoint.Map(group);
        DrainEndpoint.Map(group);
        TakeoverEndpoint.Map(group);
        RunEndpoints.Map(group);
        RunEventEndpoint.Map(group);
        SessionEndpoints.Map(group);
        MemoryEndpoints.Map(group);
        StateEndpoints.Map(group);
        ConsensusEndpoints.Map(group);
        CheckpointEndpoints.Map(group);
        InviteEndpoints.Map(group);
        CompletionEndpoints.Map(group);
        FeedEndpoint.Map(group, Feed(app.ServiceProvider));
        group.Map("/v1/{**rest}", (HttpRequest request) => ApiProblem.Result(
            ApiProblem.Create(StatusCodes.Status404NotFound, "unknown_path", $"There is no {request.Method} {request.Path}.")));
        return group;
    }

    private static PageFeed Feed(IServiceProvider services) => new(
        services.GetRequiredService<IAgentNetwork>(),
        services.GetRequiredService<IHostApplicationLifetime>(),
        services.GetRequiredService<ILogger<PageFeed>>());
}
