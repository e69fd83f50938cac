using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Hanzo.Network.Node.Enrolment;

/// <summary>What the desk's port answers: the authority's certificate, which invites pin, and the two requests for certificates.</summary>
internal static class EnrolmentEndpoints
{
    public const string AuthorityPath = "/v1/authority";
    public const string JoinPath = "/v1/join";
    public const string RenewPath = "/v1/renew";
    private const string Pem = "application/x-pem-file";

    public static void Map(WebApplication app, EnrolmentDesk desk)
    {
        app.MapGet(AuthorityPath, (HttpContext context, CancellationToken _) => Answer(context, desk, _ =>
            Task.FromResult<IResult>(TypedResults.Text(desk.Root.ExportCertificatePem(), Pem))));
        app.MapPost(JoinPath, (HttpContext context, CancellationToken aborted) => Answer(context, desk, async source =>
        {
            var asked = await ReadAsync(context.Request, EnrolmentJson.Default.JoinRequestBody, aborted);
            if (asked is null) return Refusal(desk, desk.Refused(source, NoJson));
            var (admission, refusal) = await desk.JoinAsync(asked, source, aborted);
            return admission is null ? Refusal(desk, refusal!) : TypedResults.Json(admission, EnrolmentJson.Default.AdmissionBody);
        }));
        app.MapPost(RenewPath, (HttpContext context, CancellationToken aborted) => Answer(context, desk, async source =>
        {
            var asked = await ReadAsync(context.Request, EnrolmentJson.Default.RenewRequestBody, aborted);
            if (asked is null) return Refusal(desk, desk.Refused(source, NoJson));
            var (admission, refusal) = desk.Renew(asked, context.Connection.ClientCertificate, source);
            return admission is null ? Refusal(desk, refusal!) : TypedResults.Json(admission, EnrolmentJson.Default.AdmissionBody);
        }));
    }

    private static readonly EnrolmentRefusal NoJson = EnrolmentRefusal.Malformed("the body must be a JSON object of at most 16 KiB.");

    private static async Task<IResult> Answer(HttpContext context, EnrolmentDesk desk, Func<string, Task<IResult>> answer)
    {
        var source = (context.Connection.RemoteIpAddress ?? IPAddress.None).ToString();
        try
        {
            return desk.Admit(source) is { } refusal ? Refusal(desk, refusal) : await answer(source);
        }
        catch (Exception e) when (e is AgentNetworkException or KeyStoreException)
        {
            return Refusal(desk, desk.Refused(
                source, new EnrolmentRefusal(StatusCodes.Status503ServiceUnavailable, EnrolmentRefusal.NoAuthority, e.Message)));
        }
    }

    /// <returns>Null: it is no such JSON, or too large.</returns>
    private static async Task<T?> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> format, CancellationToken cancellation) where T : class
    {
        if (!request.HasJsonContentType()) return null;
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, format, cancellation);
        }
        catch (Exception e) when (e is JsonException or BadHttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Who is revoked gets the list that says so: it may not have heard.</summary>
    private static JsonHttpResult<RefusalBody> Refusal(EnrolmentDesk desk, EnrolmentRefusal refusal) => TypedResults.Json(
        new RefusalBody(
            "about:blank", ReasonPhrases.GetReasonPhrase(refusal.Status), refusal.Status, refusal.Detail, refusal.Code,
            refusal.Code == EnrolmentRefusal.Revoked ? RevocationCodec.Write(desk.Revocations) : null),
        EnrolmentJson.Default.RefusalBody, ApiProblem.ContentType, refusal.Status);
}
