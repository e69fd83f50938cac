using Hanzo.Network.Checkpoints;
using Hanzo.Network.Node.Api.Bodies;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hanzo.Network.Node.Api;

/// <summary>The checkpoints that this node keeps of shared state.</summary>
internal static class CheckpointEndpoints
{
    private const string Path = "/v1/checkpoints";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet(Path, ListAsync);
        group.MapPost(Path, CreateAsync);
        group.MapPost($"{Path}/{{id}}/restore", RestoreAsync);
        group.MapDelete($"{Path}/{{id}}", DeleteAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, CancellationToken aborted)
    {
        var kept = await Of(context).ListAsync(aborted);
        return TypedResults.Json(new CheckpointsBody([.. kept.Select(CheckpointBody.From)]), ApiJson.Default.CheckpointsBody);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, CancellationToken aborted)
    {
        var created = CheckpointBody.From(await Of(context).CreateAsync(aborted));
        return TypedResults.Json(created, ApiJson.Default.CheckpointBody, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RestoreAsync(string id, HttpContext context, CancellationToken aborted)
    {
        using var fields = BodyFields.Parse(await BodyReader.ReadOrNoneAsync(context.Request, aborted), ["dry_run"]);
        var checkpoints = Of(context);
        if (fields.Flag("dry_run", otherwise: false)) return Answer(RestoreBody.From(id, await checkpoints.PlanAsync(id, aborted), null));

        // One that has begun is not left half done because its caller went away.
        var restored = await checkpoints.RestoreAsync(id, CancellationToken.None);
        return Answer(RestoreBody.From(id, restored.Plan, restored));
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext context, CancellationToken aborted)
    {
        await Of(context).DeleteAsync(id, aborted);
        return TypedResults.NoContent();
    }

    private static JsonHttpResult<RestoreBody> Answer(RestoreBody body) => TypedResults.Json(body, ApiJson.Default.RestoreBody);

    private static INetworkCheckpoints Of(HttpContext context) =>
        context.RequestServices.GetService<INetworkCheckpoints>()
        ?? throw new ApiException(
            StatusCodes.Status404NotFound, "no_checkpoints", "This node keeps no checkpoints: its journal is in memory.");
}
