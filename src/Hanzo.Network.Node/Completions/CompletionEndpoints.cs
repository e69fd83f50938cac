namespace Hanzo.Network.Node.Completions;

/// <summary>The part of the HTTP interface that clients of OpenAI's understand.</summary>
internal static class CompletionEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        var completions = group.MapGroup("");
        completions.AddEndpointFilter(CompletionErrors.Format).WithMetadata(CompletionErrors.Format);
        ModelsEndpoint.Map(completions);
        ChatEndpoint.Map(completions);
        ResponsesEndpoint.Map(completions);
    }
}
