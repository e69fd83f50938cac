using Hanzo.Network.Cluster.Monitoring;
using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Keys;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hanzo.Network.Node.Api;

internal static class HealthEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/health/live", (Delegate)LiveAsync).WithMetadata(OpenToAll.Mark);
        group.MapGet("/health/ready", (Delegate)ReadyAsync).WithMetadata(OpenToAll.Mark);
    }

    private static Task<IResult> LiveAsync(HttpContext context) => AnswerAsync(context, NetworkHealth.Live, "alive");

    private static Task<IResult> ReadyAsync(HttpContext context) => AnswerAsync(context, NetworkHealth.Ready, "ready");

    private static async Task<IResult> AnswerAsync(HttpContext context, string tag, string word)
    {
        var checks = context.RequestServices.GetService<HealthCheckService>();
        return await Readiness.AskAsync(checks, tag, context.RequestAborted) is { } failing
            ? ApiProblem.Result(ApiProblem.Create(StatusCodes.Status503ServiceUnavailable, $"not_{word}", failing.Reason))
            : TypedResults.Text(word);
    }
}
