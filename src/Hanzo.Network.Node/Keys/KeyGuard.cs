using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Completions;

namespace Hanzo.Network.Node.Keys;

/// <summary>Lets through who has a key; without one only what is <see cref="OpenToAll"/>. Stands behind routing.</summary>
internal static class KeyGuard
{
    public const string MissingCode = "missing_api_key";
    public const string WrongCode = "wrong_api_key";

    private const string Missing =
        "This node asks for a key: send it as 'Authorization: Bearer KEY' (hanzo: --api-key, HANZO_API_KEY or --api-key-file).";

    private const string Wrong = "The key that was sent is none of this node's.";

    public static IApplicationBuilder UseKeyGuard(this IApplicationBuilder app, ApiKeys keys) => !keys.AreAsked ? app : app.Use(
        (context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is not null) return next();
            if (Refuse(context.Request.Headers.Authorization.ToString(), keys) is not { } refusal) return next();
            context.Response.Headers.WWWAuthenticate = BearerToken.Scheme;
            return context.GetEndpoint()?.Metadata.GetMetadata<CompletionErrors>() is null
                ? ApiProblem.WriteAsync(context, refusal)
                : CompletionErrors.WriteAsync(context, refusal);
        });

    /// <returns>Null: the key is right.</returns>
    private static Api.Bodies.ProblemBody? Refuse(string header, ApiKeys keys) => BearerToken.Of(header) switch
    {
        null => ApiProblem.Create(StatusCodes.Status401Unauthorized, MissingCode, Missing),
        { } key when !keys.Accept(key) => ApiProblem.Create(StatusCodes.Status401Unauthorized, WrongCode, Wrong),
        _ => null,
    };
}
