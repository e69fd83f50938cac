using System.Globalization;
using System.Text.Json;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Completions;

/// <summary>The one place where errors become answers in OpenAI's format.</summary>
internal sealed class CompletionErrors : IEndpointFilter
{
    /// <summary>Marks an endpoint whose errors have this format, those of others before it included.</summary>
    public static readonly CompletionErrors Format = new();

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception e) when (CompletionError.From(e) is { } error && !context.HttpContext.Response.HasStarted)
        {
            return ResultOf(error, context.HttpContext.Response);
        }
    }

    public static byte[] Write(CompletionError error) => JsonSerializer.SerializeToUtf8Bytes(
        new ErrorBody(new ErrorDetail(error.Message, error.Type, error.Param, error.Code)), CompletionJson.Default.ErrorBody);

    public static Task WriteAsync(HttpContext context, ProblemBody problem) =>
        ResultOf(CompletionError.From(problem), context.Response).ExecuteAsync(context);

    private static BytesResult ResultOf(CompletionError error, HttpResponse response)
    {
        // The official clients heed it before they look at the status.
        if (!error.MayRepeat) response.Headers["x-should-retry"] = "false";
        if (error.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return new BytesResult(Write(error), error.Status);
    }
}

/// <summary>JSON that is written already.</summary>
internal sealed class BytesResult(byte[] json, int status) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json";
        httpContext.Response.ContentLength = json.Length;
        return httpContext.Response.Body.WriteAsync(json, httpContext.RequestAborted).AsTask();
    }
}
