namespace Hanzo.Network.Node.Enrolment;

internal static partial class EnrolmentLog
{
    [LoggerMessage(7101, LogLevel.Information, "Machines are let in at {Address}.")]
    public static partial void Listening(ILogger log, string address);

    [LoggerMessage(7102, LogLevel.Information, "Invite to {Network}, until {ExpiresAt:u}; {Open} are open.")]
    public static partial void Invited(ILogger log, string network, DateTimeOffset expiresAt, int open);

    [LoggerMessage(7103, LogLevel.Information, "Node {Node} was let in from {Source}.")]
    public static partial void LetIn(ILogger log, string node, string source);

    [LoggerMessage(7104, LogLevel.Warning, "{Source} was refused ({Code}): {Detail}")]
    public static partial void Refused(ILogger log, string source, string code, string detail);

    [LoggerMessage(7105, LogLevel.Information, "The certificate of node {Node} was renewed for {Source}.")]
    public static partial void RenewedFor(ILogger log, string node, string source);

    [LoggerMessage(7106, LogLevel.Warning, "Machines cannot be let in here: {Problem}")]
    public static partial void NotListening(ILogger log, string problem);

    [LoggerMessage(7110, LogLevel.Information, "This node's certificate was renewed; it counts until {Until:u}.")]
    public static partial void Renewed(ILogger log, DateTimeOffset until);

    [LoggerMessage(7111, LogLevel.Warning, "This node's certificate could not be renewed, it is tried again at {Next:u}: {Problem}")]
    public static partial void NotRenewed(ILogger log, DateTimeOffset next, string problem);

    [LoggerMessage(7112, LogLevel.Error, "{Reason}")]
    public static partial void SelfRevoked(ILogger log, string reason);

    [LoggerMessage(7113, LogLevel.Debug, "The authority could not be asked what is new: {Problem}")]
    public static partial void NotHeard(ILogger log, string problem);

    [LoggerMessage(7114, LogLevel.Information, "This node shows another certificate from now on, {Subject}, until {Until:u}.")]
    public static partial void GivenAnew(ILogger log, string subject, DateTime until);

    [LoggerMessage(7115, LogLevel.Warning, "{Sentence}")]
    public static partial void GivenUnusable(ILogger log, string sentence);
}
