using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Api;

/// <summary>Moves a slot to another node and waits until it is there.</summary>
internal static class MigrationEndpoint
{
    private static readonly string[] Fields = ["target", "node", "dry_run", "timeout_seconds"];

    public static void Map(RouteGroupBuilder group) => group.MapPost("/v1/placement/migrations", PostAsync);

    private static async Task<IResult> PostAsync(
        HttpRequest request, IAgentNetwork network, IHostApplicationLifetime host, CancellationToken aborted)
    {
        var asked = Read(await BodyReader.ReadAsync(request, aborted));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted, host.ApplicationStopping);
        var migration = await network.Agents.MigrateAsync(asked, ending.Token);
        var status = migration.Status is MigrationStatus.Moving ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
        return TypedResults.Json(MigrationBody.Of(migration), ApiJson.Default.MigrationBody, statusCode: status);
    }

    private static MigrationRequest Read(ReadOnlyMemory<byte> body)
    {
        using var fields = BodyFields.Parse(body, Fields);
        return new MigrationRequest(fields.RequireText("target"), fields.RequireText("node"))
        {
            DryRun = fields.Flag("dry_run", otherwise: false),
            Timeout = fields.Seconds("timeout_seconds", MigrationRequest.DefaultTimeout, MigrationRequest.MaxTimeout),
        };
    }
}
