using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Api;

/// <summary>Answers what endpoints refuse; what they do not expect is left to the server.</summary>
internal sealed class ProblemFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (AgentNetworkException e)
        {
            return ApiProblem.Result(ApiProblem.From(e));
        }
        catch (ApiException e)
        {
            return ApiProblem.Result(ApiProblem.From(e));
        }
    }
}
