using System.Security.Cryptography;
using Hanzo.Network.Node.Keys;

namespace Hanzo.Network.Node.Dashboard;

/// <summary>The live page: a few static files in the assembly, fed by <c>/v1/events</c>.</summary>
internal static class DashboardEndpoints
{
    private const string ContentPolicy =
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    public static void MapDashboard(this IEndpointRouteBuilder app)
    {
        Map(app, "/", "index.html", "text/html; charset=utf-8");
        Map(app, "/page.css", "page.css", "text/css; charset=utf-8");
        Map(app, "/page.js", "page.js", "text/javascript; charset=utf-8");
        Map(app, "/icon.svg", "icon.svg", "image/svg+xml");
    }

    private static void Map(IEndpointRouteBuilder app, string path, string file, string type)
    {
        var content = new Lazy<(byte[] Bytes, string Tag)>(() => Read(file));
        app.MapGet(path, async context =>
        {
            var (bytes, tag) = content.Value;
            var headers = context.Response.Headers;
            headers.ETag = tag;
            headers.CacheControl = "no-cache";
            headers.ContentSecurityPolicy = ContentPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            if (context.Request.Headers.IfNoneMatch == tag)
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
            context.Response.ContentType = type;
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }).WithMetadata(OpenToAll.Mark);
    }

    private static (byte[] Bytes, string Tag) Read(string file)
    {
        using var stream = typeof(DashboardEndpoints).Assembly.GetManifestResourceStream($"dashboard/{file}")
            ?? throw new InvalidOperationException($"The assembly holds no dashboard/{file}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return (bytes, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\"");
    }
}
