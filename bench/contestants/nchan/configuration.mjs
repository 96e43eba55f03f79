/**
 * nginx with nchan: one worker, like all contestants; messages are kept for resuming; pings have Kyukei's
 * heartbeat interval.
 */
export const configuration = ({ host, port, directory, connections }) => `
load_module /usr/lib/nginx/modules/ngx_nchan_module.so;
daemon off;
worker_processes 1;
worker_rlimit_nofile ${connections};
pid ${directory}/nginx.pid;
error_log ${directory}/error.log warn;
events {
  worker_connections ${connections - 100};
  multi_accept on;
}
http {
  access_log off;
  tcp_nodelay on;
  nchan_shared_memory_size 256M;
  client_body_temp_path ${directory}/body;
  proxy_temp_path ${directory}/proxy;
  fastcgi_temp_path ${directory}/fastcgi;
  uwsgi_temp_path ${directory}/uwsgi;
  scgi_temp_path ${directory}/scgi;
  server {
    listen ${host}:${port} backlog=4096;
    keepalive_requests 1000000;
    location = /publish {
      nchan_publisher;
      nchan_channel_id $arg_meeting_id;
      nchan_message_buffer_length 256;
      nchan_message_timeout 1h;
    }
    location = /events {
      nchan_subscriber eventsource;
      nchan_channel_id $arg_meeting_id;
      nchan_eventsource_ping_interval 30;
      nchan_subscriber_first_message newest;
    }
  }
}
`;
