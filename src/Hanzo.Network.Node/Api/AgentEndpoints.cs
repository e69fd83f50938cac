using Hanzo.Network.Agents;
using Hanzo.Network.Files;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Api;

/// <summary>The agents of the network: those there are, deploying one, taking one back.</summary>
internal static class AgentEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/v1/agents", GetAsync);
        group.MapPost("/v1/agents", PostAsync);
        group.MapDelete("/v1/agents/{name}", DeleteAsync);
    }

    /// <exception cref="ApiException">The text of a path or field is no agent's name.</exception>
    public static AgentName NameOf(string text) => AgentName.TryParse(text, out var name)
        ? name
        : throw new ApiException(
            StatusCodes.Status404NotFound,
            "unknown_agent",
            $"There is no agent '{text}'; names of agents match {AgentName.AllowedForm}.");

    private static async Task<IResult> GetAsync(IAgentNetwork network, CancellationToken cancellation)
    {
        var agents = await network.GetAgentsAsync(cancellation);
        return TypedResults.Json(new AgentsBody([.. agents.Select(AgentBody.From)]), ApiJson.Default.AgentsBody);
    }

    private static async Task<IResult> PostAsync(
        HttpRequest request, string? force, IAgentNetwork network, CancellationToken cancellation)
    {
        var agent = Read(await BodyReader.ReadAsync(request, cancellation));
        var deployed = await network.Agents.DeployAsync(agent, IsForced(force), cancellation);
        return TypedResults.Json(DeployedBody.From(deployed), ApiJson.Default.DeployedBody, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> DeleteAsync(string name, IAgentNetwork network, CancellationToken cancellation)
    {
        await network.Agents.UndeployAsync(NameOf(name), cancellation);
        return TypedResults.NoContent();
    }

    private static bool IsForced(string? text)
    {
        if (string.IsNullOrEmpty(text)) return false;
        return bool.TryParse(text, out var force)
            ? force
            : throw ApiException.BadField("force", "invalid_field", $"'force' must be true or false, not '{text}'.");
    }

    private static Agent Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return DeploymentJson.Parse("body", body.Span);
        }
        catch (InvalidFileException e)
        {
            if (e.Field.Length == 0) throw new ApiException(StatusCodes.Status400BadRequest, "invalid_agent", e.Message);
            throw ApiException.BadField(e.Field, "invalid_field", e.Message);
        }
    }
}
