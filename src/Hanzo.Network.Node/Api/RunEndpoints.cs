using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Placement;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hanzo.Network.Node.Api;

internal static class RunEndpoints
{
    private static readonly string[] CancelFields = ["reason"];
    private static readonly string[] AnswerFields = ["approved", "reason", "answer"];

    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost("/v1/runs", PostAsync);
        group.MapGet("/v1/runs/{id}", GetAsync);
        group.MapPost("/v1/runs/{id}/cancel", CancelAsync);
        group.MapPost("/v1/runs/{id}/approvals/{approval}", AnswerAsync);
    }

    /// <param name="id">The network's, or the one that the caller chose.</param>
    /// <exception cref="AgentNetworkException">There is no such run.</exception>
    public static async Task<RunResult> FindAsync(IAgentNetwork network, string id, CancellationToken cancellation)
    {
        var run = RunId.TryParse(id, out var parsed)
            ? await network.GetRunAsync(parsed, cancellation)
            : await network.FindRunAsync(id, cancellation);
        return run ?? throw new AgentNetworkException(NetworkError.UnknownRun, $"there is no run '{id}'.");
    }

    private static async Task<IResult> PostAsync(
        HttpContext context, IAgentNetwork network, IHostApplicationLifetime host, CancellationToken aborted)
    {
        var custom = context.RequestServices.GetService<CustomPlacements>() ?? CustomPlacements.None;
        var parsed = RunRequestReader.Read(await BodyReader.ReadAsync(context.Request, aborted), custom);

        // Somebody who waits for a long run must not hold up the end of the node.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted, host.ApplicationStopping);
        try
        {
            if (parsed.Wait)
                return Answer(await network.RunAsync(parsed.Request, ending.Token), StatusCodes.Status200OK);

            var started = await network.StartAsync(parsed.Request, ending.Token);
            context.Response.Headers.Location = $"/v1/runs/{RunBody.IdOf(started)}";
            return Answer(started, StatusCodes.Status202Accepted);
        }
        catch (OperationCanceledException) when (host.ApplicationStopping.IsCancellationRequested)
        {
            throw new ApiException(StatusCodes.Status503ServiceUnavailable, "node_ending", "This node ends; ask another one.");
        }
    }

    private static async Task<IResult> GetAsync(string id, IAgentNetwork network, CancellationToken cancellation) =>
        Answer(await FindAsync(network, id, cancellation), StatusCodes.Status200OK);

    private static async Task<IResult> AnswerAsync(
        string id, string approval, HttpRequest request, IAgentNetwork network, CancellationToken cancellation)
    {
        using var fields = BodyFields.Parse(await BodyReader.ReadAsync(request, cancellation), AnswerFields);
        var answer = AnswerOf(fields);
        var run = await FindAsync(network, id, cancellation);
        return Answer(await network.AnswerAsync(run.Id, approval, answer, cancellation), StatusCodes.Status200OK);
    }

    private static PersonAnswer AnswerOf(BodyFields fields)
    {
        var words = fields.Text("answer");
        var approved = words is null ? fields.RequireFlag("approved") : fields.Flag("approved", otherwise: true);
        return new PersonAnswer(approved) { Reason = fields.Text("reason"), Words = words };
    }

    private static async Task<IResult> CancelAsync(
        string id, HttpRequest request, IAgentNetwork network, CancellationToken cancellation)
    {
        using var fields = BodyFields.Parse(await BodyReader.ReadOrNoneAsync(request, cancellation), CancelFields);
        var run = await FindAsync(network, id, cancellation);
        return Answer(await network.CancelAsync(run.Id, fields.Text("reason"), cancellation), StatusCodes.Status200OK);
    }

    private static JsonHttpResult<RunBody> Answer(RunResult run, int status) =>
        TypedResults.Json(RunBody.From(run), ApiJson.Default.RunBody, statusCode: status);
}
